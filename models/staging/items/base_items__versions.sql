{{ row_versions(ref('base_items__changes'), ['study_id', 'item_id'], is_renewed_in_part=false) }}
