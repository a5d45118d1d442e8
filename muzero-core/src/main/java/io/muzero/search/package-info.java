/**
 * Batched Monte Carlo tree search over a model, learned or of real rules: Gumbel MuZero and PUCT
 * MuZero with the semantics of DeepMind's mctx.
 *
 * <p>Start with {@link io.muzero.search.BatchedSearch#search}, which begins, {@linkplain
 * io.muzero.search.BatchedSearch#advance advances} (simulate, evaluate, expand, back up) and reads
 * the result. {@link io.muzero.search.SearchTree} holds a batch of trees in flat arrays; a {@link
 * io.muzero.search.Selection} says which action a simulation takes: {@code GumbelSequentialHalving}
 * or {@code Puct}, with {@code ChanceSelection} around it where nodes may be chance's.
 */
@NullMarked
package io.muzero.search;

import org.jspecify.annotations.NullMarked;
