/** What both HTTP services answer alike. */
@NullMarked
package dev.recap.web;

import org.jspecify.annotations.NullMarked;
