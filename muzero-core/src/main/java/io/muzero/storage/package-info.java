/**
 * What the threads of a run share, and what survives a crash.
 *
 * <p>{@link io.muzero.storage.SharedStorage} holds the newest weights, the counters and the end
 * signal; {@link io.muzero.storage.CheckpointStore} writes checkpoints that are either whole or
 * absent; {@link io.muzero.storage.RunFolder} is one run's place on disk.
 */
@NullMarked
package io.muzero.storage;

import org.jspecify.annotations.NullMarked;
