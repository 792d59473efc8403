/** What goes into a cluster's JVMs beside what their containers have; it uses the JDK alone. */
@NullMarked
package dev.streamgrad.cli.cluster.jvm;

import org.jspecify.annotations.NullMarked;
