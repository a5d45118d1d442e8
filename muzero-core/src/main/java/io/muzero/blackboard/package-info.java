/**
 * What those who work in a run share in memory, beside the replay buffer: {@link
 * io.muzero.blackboard.Blackboard}. Nothing here touches a file.
 */
@NullMarked
package io.muzero.blackboard;

import org.jspecify.annotations.NullMarked;
