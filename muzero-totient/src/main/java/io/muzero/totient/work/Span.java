package io.muzero.totient.work;

/**
 * The time a worker had a piece in hand.
 *
 * <p>Having it in hand is not yet having a core: with more workers than cores the system lets them
 * take turns.
 *
 * @param worker from 0
 * @param startNanos from the moment the work began
 * @param endNanos likewise
 * @param numbers how many numbers the piece had
 * @param stolen whether it was meant for another worker
 */
public record Span(int worker, long startNanos, long endNanos, long numbers, boolean stolen) {}
