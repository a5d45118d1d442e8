/** Tests that cross modules. */
@NullMarked
package io.muzero.srctest;

import org.jspecify.annotations.NullMarked;
