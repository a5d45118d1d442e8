/** What was played, and the training targets made from it. */
@NullMarked
package io.muzero.replay;

import org.jspecify.annotations.NullMarked;
