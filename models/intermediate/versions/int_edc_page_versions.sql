{{ row_versions(ref('stg_lake__edc_page'), ['study_id', 'page_id']) }}
