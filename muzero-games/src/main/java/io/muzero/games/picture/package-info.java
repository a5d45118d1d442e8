/**
 * The JSON pictures that {@link io.muzero.environment.Environment#json} returns, in a few kinds so
 * that one page and one renderer draw every game:
 *
 * <ul>
 *   <li>{@code board} ({@link io.muzero.games.picture.BoardPicture}): stones on cells,
 *   <li>{@code grid} ({@link io.muzero.games.picture.GridPicture}): a world of tiles with an agent,
 *   <li>{@code scene} ({@link io.muzero.games.picture.ScenePicture}): shapes in world coordinates,
 *   <li>{@code pixels} ({@link io.muzero.games.picture.PixelPicture}): coloured cells in motion,
 *   <li>{@code cards} ({@link io.muzero.games.picture.CardPicture}): hands on a table.
 * </ul>
 */
@NullMarked
package io.muzero.games.picture;

import org.jspecify.annotations.NullMarked;
