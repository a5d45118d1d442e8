/** Random number streams that are split from one seed and can be saved and restored. */
@NullMarked
package io.muzero.random;

import org.jspecify.annotations.NullMarked;
