/**
 * A whole training run. Read {@link io.muzero.run.TrainingRun} first, the picture of the
 * architecture in code; then the {@link io.muzero.run.Role} you are after, each of which is given a
 * {@link io.muzero.run.RunContext}; then {@link io.muzero.run.SelfPlayPlace}, where games are
 * played.
 */
@NullMarked
package io.muzero.run;

import org.jspecify.annotations.NullMarked;
