/** Classes that are added to the JVMs of a cluster; they use only the JDK. */
@NullMarked
package dev.streamgrad.cluster.jvm;

import org.jspecify.annotations.NullMarked;
