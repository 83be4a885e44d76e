/** Which roles an instance runs. */
@NullMarked
package dev.recap.worker.role;

import org.jspecify.annotations.NullMarked;
