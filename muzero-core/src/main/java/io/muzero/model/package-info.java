/**
 * What the search needs of a model, learned or of real rules, and how values become categories.
 *
 * <p>{@link io.muzero.model.MuZeroModel} is the seam between search and network: the search is
 * tested with synthetic models and never sees DJL.
 */
@NullMarked
package io.muzero.model;

import org.jspecify.annotations.NullMarked;
