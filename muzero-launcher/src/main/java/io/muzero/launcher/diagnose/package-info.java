/**
 * What the command {@code diagnose} finds out about a trained agent, and the page that shows it.
 *
 * <p>Start with {@link io.muzero.launcher.diagnose.AgentExaminer}, which plays games and asks the
 * agent about their positions through the façade {@code io.muzero.agent}. What it finds is an
 * {@link io.muzero.launcher.diagnose.AgentReport}; {@link io.muzero.launcher.diagnose.ReportPage}
 * writes it as HTML, {@link io.muzero.launcher.diagnose.ReportJson} as JSON.
 */
@NullMarked
package io.muzero.launcher.diagnose;

import org.jspecify.annotations.NullMarked;
