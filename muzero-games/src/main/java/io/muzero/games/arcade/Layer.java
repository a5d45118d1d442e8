package io.muzero.games.arcade;

/**
 * How a plane of the observation is shown to people.
 *
 * @param name what it shows, for example {@code ball}
 * @param mark its character in the text
 * @param colour its colour in the picture, {@code #rrggbb}
 * @param depth layers of greater depth are drawn first, so that others cover them
 */
record Layer(String name, char mark, String colour, int depth) {}
