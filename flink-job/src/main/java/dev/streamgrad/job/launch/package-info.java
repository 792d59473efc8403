/** What must hold before the job starts, and the settings that belong to it, whatever cluster runs it. */
@NullMarked
package dev.streamgrad.job.launch;

import org.jspecify.annotations.NullMarked;
