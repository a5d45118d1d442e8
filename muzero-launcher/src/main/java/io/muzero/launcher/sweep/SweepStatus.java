package io.muzero.launcher.sweep;

import java.util.List;
import java.util.Map;

/**
 * How far a sweep is. Immutable.
 *
 * @param plan what it is to do
 * @param standings candidates, best first
 * @param running runs that are being trained, with the step each has shown
 * @param finished runs that reached a rung
 * @param expected runs that will have, as far as can be told
 * @param failures the one line of each run that failed
 * @param seconds of this session
 * @param secondsLeft at the pace of this session; NaN when that cannot be told yet
 */
public record SweepStatus(
    SweepPlan plan,
    List<Halving.Standing> standings,
    Map<Job, Long> running,
    int finished,
    int expected,
    Map<Job, String> failures,
    double seconds,
    double secondsLeft) {}
