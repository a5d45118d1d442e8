/**
 * A whole training run: {@link io.muzero.run.TrainingRun} is the picture of the architecture in
 * code, read it first.
 */
@NullMarked
package io.muzero.run;

import org.jspecify.annotations.NullMarked;
