/* Where what a case's report tells stands on its pages. A pure function of the case, the paper and of how high words are; any thread.
 * Lengths are points (1/72 inch), from the upper left corner. Nothing overlaps but a number its picture, and nothing leaves the page. */
#pragma once

#include "cs-case.h"

G_BEGIN_DECLS

typedef enum
{
  CS_CASE_TITLE, CS_CASE_HEADING, CS_CASE_NAME, CS_CASE_TEXT, CS_CASE_CAPTION, CS_CASE_FILM, CS_CASE_DETAIL, CS_CASE_NUMBER, CS_CASE_LETTER,
  CS_CASE_HEAD, CS_CASE_CELL, CS_CASE_RULE, CS_CASE_FOOT, CS_CASE_PAGE
} CsCaseKind;

typedef struct
{
  CsCaseKind kind;
  guint      page;
  double     x, y, width, height;
  char      *text;        /* NULL of a picture and a rule */
  guint      index;       /* of a film; of a detail and a letter: of a cluster; of a number: of a find */
  guint      on;          /* of a number and a letter: the item of its picture */
  CsBox      part;        /* of a picture: what of the film it shows */
  double     scale;       /* of a picture: points a pixel */
} CsCaseItem;

/* How high @text is in words of @kind, wrapped to @width. */
typedef double (*CsCaseMeasure) (CsCaseKind kind, const char *text, double width, gpointer data);

typedef struct
{
  double  width, height;  /* of the paper */
  guint   n_pages;
  GArray *items;          /* CsCaseItem, page by page but for the feet, which come last */
} CsCaseLayout;

CsCaseLayout *cs_case_layout_new  (const CsCase *shown, double width, double height, CsCaseMeasure measure, gpointer data);
void          cs_case_layout_free (CsCaseLayout *self);

/* Places for the numbers of boxes on a film: @boxes and @places are in points, @places with width and height set, @count of both. Each
 * number stands as near to its box as it can without covering a box or another number; one that finds no place, or whose width is 0, gets
 * x < 0. */
typedef struct { double x, y, width, height; } CsCaseRect;
void cs_case_place_numbers (const CsCaseRect *film, const CsCaseRect *boxes, CsCaseRect *places, guint count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsCaseLayout, cs_case_layout_free)

G_END_DECLS
