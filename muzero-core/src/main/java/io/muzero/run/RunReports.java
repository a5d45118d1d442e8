package io.muzero.run;

/**
 * Where roles say what they measured. Thread-safe, as each part is.
 *
 * @param metrics curves of learning and playing
 * @param evaluations curves of strength
 * @param clock seconds trained
 * @param supports watches for rewards and returns beyond the supports
 * @param listener hears of the run
 */
record RunReports(
    RunMetrics metrics,
    EvaluationCurves evaluations,
    RunClock clock,
    SupportWatch supports,
    RunListener listener) {}
