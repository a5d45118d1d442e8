/**
 * Shared data: {@link io.muzero.totient.sharing.Interleaving} shows step by step how an update is
 * lost, {@link io.muzero.totient.sharing.Rounds} meets it by chance, {@link
 * io.muzero.totient.sharing.Guard} lists what prevents it, {@link io.muzero.totient.sharing.Price}
 * says what that costs, {@link io.muzero.totient.sharing.SharedSum} does the same to Σφ.
 */
@NullMarked
package io.muzero.totient.sharing;

import org.jspecify.annotations.NullMarked;
