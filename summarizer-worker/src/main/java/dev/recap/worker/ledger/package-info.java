/** Action items and decisions, kept across windows. */
@NullMarked
package dev.recap.worker.ledger;

import org.jspecify.annotations.NullMarked;
