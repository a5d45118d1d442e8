/**
 * Playing the real game with a search: to make training data, to measure strength, to refresh old
 * data.
 *
 * <p>Start at {@link io.muzero.selfplay.SelfPlayWorker}; {@link io.muzero.selfplay.SelfPlayPorts}
 * is all that it knows of the run it plays for. Nothing here knows the network library: a model
 * arrives through {@link io.muzero.model.MuZeroModel}.
 */
@NullMarked
package io.muzero.selfplay;

import org.jspecify.annotations.NullMarked;
