/**
 * What runs inside Ray: {@link io.muzero.ray.driver.RayDriver} in a JVM of its own that has the
 * user's Ray on its class path, {@link io.muzero.ray.driver.RayActor} in the cluster's worker JVMs.
 *
 * <p>The only package of this module that imports {@code io.ray}; nothing else may run its code.
 */
@NullMarked
package io.muzero.ray.driver;

import org.jspecify.annotations.NullMarked;
