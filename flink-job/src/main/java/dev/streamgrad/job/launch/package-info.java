/** Checks before the job starts, and the settings that belong to the job on any cluster. */
@NullMarked
package dev.streamgrad.job.launch;

import org.jspecify.annotations.NullMarked;
