/** What is asked of a list: page, limit, order, dates, cursor. */
@NullMarked
package dev.recap.query.page;

import org.jspecify.annotations.NullMarked;
