@NullMarked
package dev.recap.evaluation;

import org.jspecify.annotations.NullMarked;
