/**
 * The learned networks on PyTorch through DJL: representation h, dynamics g and prediction f.
 *
 * <p>Start with {@link io.muzero.network.NetworkConfig} (what can be chosen), {@link
 * io.muzero.network.NetworkProgram} (the networks themselves, as TorchScript text) and {@link
 * io.muzero.network.DjlMuZeroModel} (the model the search calls). A type of network is one {@code
 * NetworkBody}; what its layers compute is in {@link io.muzero.network.LayerText}. Only this
 * package and {@code training} import {@code ai.djl}.
 *
 * <p>Why TorchScript text instead of DJL's blocks and operations: for small networks the time goes
 * into the fixed price of a call across JNI, not into arithmetic. A program in TorchScript makes a
 * whole recurrent inference, or a whole learner step with its backward pass and optimiser, one
 * call.
 */
@NullMarked
package io.muzero.network;

import org.jspecify.annotations.NullMarked;
