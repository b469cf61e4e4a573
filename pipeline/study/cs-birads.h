/* What a reader may say in words of a case, a film or a finding: the lexicon of ACR BI-RADS (5th edition, mammography,
 * calcifications), and what the house adds. Constant tables; any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum { CS_SUBJECT_CASE, CS_SUBJECT_FILM, CS_SUBJECT_MARK } CsSubject;

typedef struct
{
  const char *id;         /* stable, stored: "fine-linear" */
  const char *word;       /* translatable */
} CsTerm;

typedef struct
{
  const char   *id;       /* stable, stored: "morphology" */
  const char   *title;    /* translatable */
  CsSubject     subject;
  const CsTerm *terms;    /* up to one without an id; NULL: words of the reader's own */
} CsDescriptor;

/* Only ever added to at the end: acts tell them by their place. Up to one without an id.
 * density, category, signed (who vouches for the case locks it), reopened (why); unusable (why); morphology, distribution,
 * confidence, lesion (the same on several films), note; blind (an own reading, recorded before the machine's boxes were shown:
 * see cs-blind.h). */
extern const CsDescriptor cs_descriptors[];
#define CS_N_DESCRIPTORS 11

/* What is said of one thing, by the place of the descriptor; NULL or "": nothing. Plain data. */
typedef struct { char *values[CS_N_DESCRIPTORS]; } CsWords;

CsWords            *cs_words_copy (const CsWords *self);                                /* NULL stays NULL: nothing was said */
void                cs_words_free (CsWords *self);
const char         *cs_words_get  (const CsWords *self, guint descriptor);             /* never NULL; borrowed */
void                cs_words_set  (CsWords *self, guint descriptor, const char *value);

const CsDescriptor *cs_descriptor_find (const char *id);                               /* NULL: there is none */
/* It tells what was done (signed, reopened, blind), not what was found: nobody else's file does that. */
gboolean            cs_descriptor_is_deed (const CsDescriptor *self);
/* Whether @value may stand for it; "" is always nothing said. */
gboolean            cs_descriptor_takes (const CsDescriptor *self, const char *value);
/* @value in the reader's language; borrowed: of the table, or @value itself. */
const char         *cs_descriptor_word  (const CsDescriptor *self, const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsWords, cs_words_free)

G_END_DECLS
