package io.muzero.totient.work;

/**
 * What a worker takes at once.
 *
 * @param part the numbers
 * @param owner the worker it was meant for, from 0; another one that works on it has stolen it
 */
public record Piece(Part part, int owner) {}
