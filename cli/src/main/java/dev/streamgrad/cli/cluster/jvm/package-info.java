/** What goes into a cluster's JVMs beside what their containers have; a jar of its own. */
@NullMarked
package dev.streamgrad.cli.cluster.jvm;

import org.jspecify.annotations.NullMarked;
