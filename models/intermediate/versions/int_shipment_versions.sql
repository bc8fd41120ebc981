{{ row_versions(ref('stg_lake__shipment'), ['study_id', 'shipment_id']) }}
