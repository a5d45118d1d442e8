package io.muzero.network;

/**
 * All parameters of a network at one training step: an immutable snapshot that threads share.
 *
 * @param version the training step after which they were taken; 0 before the first
 * @param values the flat parameters in the order of {@link ParameterLayout}; the array is owned by
 *     this record and must not be changed by anyone
 */
@SuppressWarnings("ArrayRecordComponent") // identity is what readers compare
public record Weights(long version, float[] values) {}
