/* What a film's name tells: the patterns of DDSM, CBIS-DDSM, mini-MIAS, INbreast, GMIC and our phantoms. Nothing is
 * guessed. */
#include "cs-image.h"

#include <stdlib.h>
#include <string.h>

static gboolean
has_word (const char *name, const char *word)
{
  g_autofree char *pattern = g_strdup_printf ("(?i)(^|[^A-Za-z])%s([^A-Za-z]|$)", word);

  return g_regex_match_simple (pattern, name, 0, 0);
}

static CsSide
side_of (const char *name)
{
  gboolean left = has_word (name, "LEFT") || has_word (name, "L"),
           right = has_word (name, "RIGHT") || has_word (name, "R");

  return left == right ? CS_SIDE_UNKNOWN : left ? CS_SIDE_LEFT : CS_SIDE_RIGHT;
}

static CsView
view_of (const char *name)
{
  gboolean cc = has_word (name, "CC"), mlo = has_word (name, "MLO");

  return cc == mlo ? CS_VIEW_UNKNOWN : cc ? CS_VIEW_CC : CS_VIEW_MLO;
}

static void
set_spacing (CsFacts *facts, double mm)
{
  facts->mm_per_pixel = mm;
  facts->spacing = CS_SPACING_SET;
}

/* mdb001.pgm ... mdb322.pgm: all mediolateral oblique; 2k-1 and 2k are one woman, right and left; 200 um at 1024 px. */
static char *
mias (const char *name, guint width, guint height, CsFacts *facts)
{
  guint number = atoi (name + 3);

  facts->view = CS_VIEW_MLO;
  facts->side = number % 2 == 0 ? CS_SIDE_LEFT : CS_SIDE_RIGHT;
  if (width == 1024 && height == 1024)
    set_spacing (facts, 0.2);
  return g_strdup_printf ("mias-%03u", (number + 1) / 2);
}

/* A_0018_1.LEFT_CC.jpg: the letter names the scanner, but only a film of full height has its spacing. */
static char *
ddsm (const char *name, guint height, CsFacts *facts)
{
  facts->side = side_of (name);
  facts->view = view_of (name);
  if (height > 3000 && !strstr (name, ".png"))
    {
      /* B and C came through a LUMISYS, D through a HOWTEK; of A only the first films are known to be the DBA's. */
      if (name[0] == 'B' || name[0] == 'C')
        set_spacing (facts, 0.05);
      else if (name[0] == 'D')
        set_spacing (facts, 0.0435);
      else if (name[2] == '0')
        set_spacing (facts, 0.042);
    }
  return g_strndup (name, 6);
}

/* 20586960_6c613a14b80a8591_MG_R_ML_ANON.dcm, of INbreast: its list calls MLO what its names call ML. */
static char *
inbreast (const char *name, CsFacts *facts)
{
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);

  facts->side = parts[3][0] == 'L' ? CS_SIDE_LEFT : CS_SIDE_RIGHT;
  facts->view = g_str_equal (parts[4], "CC") ? CS_VIEW_CC : CS_VIEW_MLO;
  return g_strdup (parts[1]);
}

/* What stands before the first part that is a side or a view; CBIS-DDSM's woman without what was made of her film. */
static char *
before_side (const char *name)
{
  g_autoptr (GRegex) regex = g_regex_new ("^(?|(?:.*[_-])?(P_\\d{5})|(.+?))[_-](?:LEFT|RIGHT|L|R)[_-](?:CC|MLO)",
                                          G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, name, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

char *
cs_facts_from_name (const char *name, guint width, guint height, CsFacts *facts)
{
  if (g_regex_match_simple ("^mdb\\d{3}(\\.|$)", name, 0, 0))
    return mias (name, width, height, facts);
  if (g_regex_match_simple ("^[A-D]_\\d{4}_", name, 0, 0))
    return ddsm (name, height, facts);
  if (g_regex_match_simple ("^\\d{8}_[0-9a-f]{16}_MG_[LR]_(CC|ML)_ANON", name, 0, 0))
    return inbreast (name, facts);
  facts->side = side_of (name);
  facts->view = view_of (name);
  return facts->side != CS_SIDE_UNKNOWN && facts->view != CS_VIEW_UNKNOWN ? before_side (name) : NULL;
}
