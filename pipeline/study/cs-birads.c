#include "cs-birads.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_BYTES 2000    /* of words of the reader's own */

static const CsTerm densities[] = {
  { "a", N_("a: almost entirely fatty"), 0 },
  { "b", N_("b: scattered fibroglandular density"), 0 },
  { "c", N_("c: heterogeneously dense"), 0 },
  { "d", N_("d: extremely dense"), 0 },
  { 0 },
};

static const CsTerm categories[] = {
  { "0", N_("0: incomplete"), 0 }, { "1", N_("1: negative"), 0 }, { "2", N_("2: benign"), 0 },
  { "3", N_("3: probably benign"), 0 }, { "4A", N_("4A: low suspicion"), 0 }, { "4B", N_("4B: moderate suspicion"), 0 },
  { "4C", N_("4C: high suspicion"), 0 }, { "5", N_("5: highly suggestive of malignancy"), 0 },
  { "6", N_("6: proven malignancy"), 0 },
  { 0 },
};

/* Those of suspicion first, then the typically benign ones. */
static const CsTerm morphologies[] = {
  { "amorphous", N_("amorphous"), 'a' },
  { "coarse-heterogeneous", N_("coarse heterogeneous"), 'h' },
  { "fine-pleomorphic", N_("fine pleomorphic"), 'f' },
  { "fine-linear", N_("fine linear or branching"), 'l' },
  { "round", N_("round"), 'r' },
  { "punctate", N_("punctate"), 'p' },
  { "skin", N_("skin"), 's' },
  { "vascular", N_("vascular"), 'v' },
  { "popcorn", N_("coarse or popcorn-like"), 'c' },
  { "rod", N_("large rod-like"), 'o' },
  { "rim", N_("rim"), 'i' },
  { "dystrophic", N_("dystrophic"), 'd' },
  { "milk", N_("milk of calcium"), 'm' },
  { "suture", N_("suture"), 'u' },
  { 0 },
};

static const CsTerm distributions[] = {
  { "diffuse", N_("diffuse"), 'w' },
  { "regional", N_("regional"), 'n' },
  { "grouped", N_("grouped"), 'g' },
  { "linear", N_("linear"), 'j' },
  { "segmental", N_("segmental"), 'e' },
  { 0 },
};

static const CsTerm confidences[] = {
  { "1", N_("1: a guess"), '1' }, { "2", "2", '2' }, { "3", "3", '3' }, { "4", "4", '4' },
  { "5", N_("5: certain"), '5' },
  { 0 },
};

const CsDescriptor cs_descriptors[] = {
  { "density", N_("Breast density"), CS_SUBJECT_CASE, densities },
  { "category", N_("Category"), CS_SUBJECT_CASE, categories },
  { "signed", N_("Signed off"), CS_SUBJECT_CASE, NULL },
  { "reopened", N_("Reopened because"), CS_SUBJECT_CASE, NULL },
  { "unusable", N_("Film unusable because"), CS_SUBJECT_FILM, NULL },
  { "morphology", N_("Morphology"), CS_SUBJECT_MARK, morphologies },
  { "distribution", N_("Distribution"), CS_SUBJECT_MARK, distributions },
  { "confidence", N_("Confidence"), CS_SUBJECT_MARK, confidences },
  { "lesion", N_("Lesion"), CS_SUBJECT_MARK, NULL },
  { "note", N_("Note"), CS_SUBJECT_MARK, NULL },
  { "blind", N_("Own reading"), CS_SUBJECT_FILM, NULL },
  { 0 },
};

G_STATIC_ASSERT (G_N_ELEMENTS (cs_descriptors) == CS_N_DESCRIPTORS + 1);

const CsDescriptor *
cs_descriptor_find (const char *id)
{
  for (const CsDescriptor *one = cs_descriptors; one->id != NULL; one++)
    if (g_strcmp0 (one->id, id) == 0)
      return one;
  return NULL;
}

static const CsTerm *
find_term (const CsDescriptor *self, const char *value)
{
  for (const CsTerm *term = self->terms; term != NULL && term->id != NULL; term++)
    if (g_str_equal (term->id, value))
      return term;
  return NULL;
}

gboolean
cs_descriptor_takes (const CsDescriptor *self, const char *value)
{
  if (value[0] == '\0')
    return TRUE;
  return self->terms != NULL ? find_term (self, value) != NULL
                             : strlen (value) <= MOST_BYTES && g_utf8_validate (value, -1, NULL);
}

const char *
cs_descriptor_word (const CsDescriptor *self, const char *value)
{
  const CsTerm *term = find_term (self, value);

  return term != NULL ? _(term->word) : value;
}

gboolean
cs_descriptor_by_key (char key, const CsDescriptor **descriptor, const CsTerm **term)
{
  for (*descriptor = cs_descriptors; (*descriptor)->id != NULL; (*descriptor)++)
    for (*term = (*descriptor)->terms; *term != NULL && (*term)->id != NULL; (*term)++)
      if (key != 0 && (*term)->key == key)
        return TRUE;
  return FALSE;
}

CsWords *
cs_words_copy (const CsWords *self)
{
  CsWords *copy = self != NULL ? g_new0 (CsWords, 1) : NULL;

  for (guint i = 0; copy != NULL && i < CS_N_DESCRIPTORS; i++)
    copy->values[i] = g_strdup (self->values[i]);
  return copy;
}

void
cs_words_free (CsWords *self)
{
  for (guint i = 0; self != NULL && i < CS_N_DESCRIPTORS; i++)
    g_free (self->values[i]);
  g_free (self);
}

const char *
cs_words_get (const CsWords *self, guint descriptor)
{
  return self != NULL && self->values[descriptor] != NULL ? self->values[descriptor] : "";
}

void
cs_words_set (CsWords *self, guint descriptor, const char *value)
{
  char *copy = g_strdup (value);

  g_free (self->values[descriptor]);
  self->values[descriptor] = copy;
}
