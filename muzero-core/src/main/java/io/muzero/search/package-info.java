/**
 * Batched Monte Carlo tree search over a learned model: Gumbel MuZero and PUCT MuZero with the
 * semantics of DeepMind's mctx.
 *
 * <p>Start with {@link io.muzero.search.BatchedSearch#search}, which begins, {@linkplain
 * io.muzero.search.BatchedSearch#advance advances} (simulate, evaluate, expand, back up) and reads
 * the result. {@link io.muzero.search.SearchTree} holds a batch of trees in flat arrays; {@code
 * GumbelSequentialHalving} and {@code Puct} say which action a simulation takes.
 */
@NullMarked
package io.muzero.search;

import org.jspecify.annotations.NullMarked;
