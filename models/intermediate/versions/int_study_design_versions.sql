{{ row_versions(ref('stg_lake__study_design'), ['study_id', 'design_version', 'element_type', 'element_id']) }}
