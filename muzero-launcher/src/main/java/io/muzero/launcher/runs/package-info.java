/**
 * The runs on the disk, read without loading any: what there is, how it compares, what can go.
 * Start at {@link io.muzero.launcher.runs.RunCatalogue}.
 */
@NullMarked
package io.muzero.launcher.runs;

import org.jspecify.annotations.NullMarked;
