#include "cs-spoken-bin.h"

#include "cs-spoken.h"

struct _CsSpokenBin
{
  AdwBin parent_instance;
  char *words;
};

G_DEFINE_FINAL_TYPE (CsSpokenBin, cs_spoken_bin, ADW_TYPE_BIN)

enum { PROP_0, PROP_WORDS, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, CS_SPOKEN_BIN (object)->words);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsSpokenBin *self = CS_SPOKEN_BIN (object);

  g_free (self->words);
  self->words = g_value_dup_string (value);
  cs_spoken_row (GTK_WIDGET (self), self->words);
}

/* The words may be there before the row is. */
static void
root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cs_spoken_bin_parent_class)->root (widget);
  cs_spoken_row (widget, CS_SPOKEN_BIN (widget)->words);
}

static void
finalize (GObject *object)
{
  g_free (CS_SPOKEN_BIN (object)->words);
  G_OBJECT_CLASS (cs_spoken_bin_parent_class)->finalize (object);
}

static void
cs_spoken_bin_class_init (CsSpokenBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->finalize = finalize;
  widget_class->root = root;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  props[PROP_WORDS] = g_param_spec_string ("words", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_spoken_bin_init (CsSpokenBin *self)
{
}
