/**
 * Where actors live, seen from the learner: {@link io.muzero.ray.cluster.Cluster} and what it
 * reports. {@link io.muzero.ray.cluster.RayDriverProcess} is the real one, a child process that is
 * Ray's driver; tests have one of threads.
 */
@NullMarked
package io.muzero.ray.cluster;

import org.jspecify.annotations.NullMarked;
