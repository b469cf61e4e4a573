/* What a DDSM case's .ics file tells of a film that lies beside it: the scan's size, depth and spacing, and by the
 * scanner's table the optical density of its levels. Pure functions of files; any thread. */
#pragma once

#include "cs-image.h"

G_BEGIN_DECLS

typedef struct
{
  guint       width, height, bits;         /* of the scan, not of a reduced copy of it */
  double      mm;                          /* a pixel; 0: not told */
  guint32     day;                         /* of the examination, see cs-date.h; 0: not told */
  const char *scanner;                     /* static; NULL: its density is not known */
  double      offset, linear, logarithmic; /* density = offset + linear * level + logarithmic * log10 (level) */
} CsScan;

/* By the film's name: A_1459_1.LEFT_CC.* is told of in A-1459-1.ics. FALSE: no such file, or not a word of this film. */
gboolean cs_ics_find    (GFile *film, CsScan *scan);
/* Optical density of a level of the scan; levels under 1 count as 1. */
double   cs_ics_density (const CsScan *scan, double level);
/* The film with the scan's spacing and depth, and a note of its density; or @image as it is, with a note, where it has
 * another size. A reference of its own. */
CsImage *cs_ics_fill    (const CsScan *scan, CsImage *image);

G_END_DECLS
