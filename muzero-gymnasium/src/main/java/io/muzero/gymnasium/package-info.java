/**
 * Environments written in Python, in child processes: {@code gym:CartPole-v1} and whatever else
 * Gymnasium makes by name.
 *
 * <p>Start at {@link io.muzero.gymnasium.PythonGame}, which makes such a game known, and {@link
 * io.muzero.gymnasium.PythonEnvironment}. A {@link io.muzero.gymnasium.Child} is one process with
 * many environments, {@link io.muzero.gymnasium.PythonProcess} the process and the bytes. The other
 * side is the resources in {@code child}; the head of {@code streams.py} is the protocol.
 */
@NullMarked
package io.muzero.gymnasium;

import org.jspecify.annotations.NullMarked;
