{{ row_versions(ref('stg_lake__organization'), ['organization_id'], study_column=none) }}
