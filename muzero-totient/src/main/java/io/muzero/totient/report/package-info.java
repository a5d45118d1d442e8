/**
 * Results for people and programs: {@link io.muzero.totient.report.TextReport} with {@link
 * io.muzero.totient.report.Remarks}, JSON, CSV, and two pictures.
 */
@NullMarked
package io.muzero.totient.report;

import org.jspecify.annotations.NullMarked;
