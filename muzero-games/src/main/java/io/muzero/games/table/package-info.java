/**
 * Worlds of few states, whose chances are known as a table: what the exact value of a policy, the
 * best one and the environments themselves are computed from. Start at {@link
 * io.muzero.games.table.TableWorld}.
 */
@NullMarked
package io.muzero.games.table;

import org.jspecify.annotations.NullMarked;
