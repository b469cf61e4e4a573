#include "cs-mask-scale.h"

void
cs_mask_scale_offer (GtkScale *scale, const CsMaskProposal *proposal)
{
  GtkRange *range = GTK_RANGE (scale);
  double most = proposal ? MAX (cs_mask_proposal_get_most (proposal), 1) : 1;
  double threshold = proposal ? MIN (cs_mask_proposal_get_threshold (proposal), most) : 0;

  gtk_scale_clear_marks (scale);
  gtk_widget_set_sensitive (GTK_WIDGET (scale), proposal != NULL);
  gtk_range_set_range (range, 0, most);
  gtk_range_set_increments (range, MAX (most / 100, 1), MAX (most / 10, 1));
  gtk_range_set_value (range, threshold);
  if (proposal)
    gtk_scale_add_mark (scale, threshold, GTK_POS_TOP, NULL);
}

void
cs_mask_scale_put (GtkScale *scale, double threshold, gpointer owner)
{
  g_signal_handlers_block_matched (scale, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, owner);
  gtk_range_set_value (GTK_RANGE (scale), threshold);
  g_signal_handlers_unblock_matched (scale, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, owner);
}
