package io.muzero.web;

import io.muzero.agent.TrainedAgent;
import java.util.function.Supplier;

/**
 * An agent that was named when the server began, for example one that comes with the program.
 *
 * @param id what the page calls it by; must not begin with {@code run:} or {@code player:}
 * @param game its game
 * @param label its name for people
 * @param source loads it; the page closes what it gets
 */
public record NamedAgent(String id, String game, String label, Supplier<TrainedAgent> source) {}
