/**
 * What survives a crash: the files of a run.
 *
 * <p>{@link io.muzero.storage.CheckpointStore} writes checkpoints that are either whole or absent;
 * {@link io.muzero.storage.RunFolder} is one run's place on disk. What a run shares in memory is in
 * {@link io.muzero.blackboard}.
 */
@NullMarked
package io.muzero.storage;

import org.jspecify.annotations.NullMarked;
