/** An embedded server that speaks MongoDB's protocol and keeps its data. */
@NullMarked
package dev.recap.standalone.mongo;

import org.jspecify.annotations.NullMarked;
